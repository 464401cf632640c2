import { expect, test } from 'vitest';
import { type InviteVerdict, judgeInvite, type TeamPlaces } from './seats.ts';

const free: TeamPlaces = { isMember: false, isInvited: false, seatsTaken: 2 };

test.each<[Partial<TeamPlaces>, InviteVerdict]>([
  [{}, 'allowed'],
  [{ seatsTaken: 3 }, 'no-seat'],
  [{ seatsTaken: 4 }, 'no-seat'],
  [{ isMember: true, seatsTaken: 3 }, 'already-member'],
  [{ isInvited: true, seatsTaken: 3 }, 'invite-pending'],
  [{ isMember: true, isInvited: true }, 'already-member'],
])('of three seats with %j an invitation is %s', (places, verdict) => {
  expect(judgeInvite({ ...free, ...places }, 3)).toBe(verdict);
});
