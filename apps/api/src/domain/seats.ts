/** What an organization knows about an address that is to be invited. */
export interface TeamPlaces {
  readonly isMember: boolean;
  /** An invitation to the address can be accepted right now. */
  readonly isInvited: boolean;
  /** Members and open invitations together. */
  readonly seatsTaken: number;
}

export type InviteVerdict = 'allowed' | 'already-member' | 'invite-pending' | 'no-seat';

/** Whether somebody may be invited; what stands in the way of this person goes before the plan. */
export function judgeInvite({ isMember, isInvited, seatsTaken }: TeamPlaces, seats: number): InviteVerdict {
  if (isMember) return 'already-member';
  if (isInvited) return 'invite-pending';
  return seatsTaken < seats ? 'allowed' : 'no-seat';
}
