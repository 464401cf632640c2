import { acceptTeamInvite } from './acceptTeamInvite.ts';
import { createToken } from './createToken.ts';
import { getCurrentOrganization } from './getCurrentOrganization.ts';
import { getCurrentUser } from './getCurrentUser.ts';
import { getHealth } from './getHealth.ts';
import { getHealthLive } from './getHealthLive.ts';
import { getHealthReady } from './getHealthReady.ts';
import { getOrganizationStatistics } from './getOrganizationStatistics.ts';
import { getOrganizationUsage } from './getOrganizationUsage.ts';
import { getTeamMember } from './getTeamMember.ts';
import { getToken } from './getToken.ts';
import { getTrialEligibility } from './getTrialEligibility.ts';
import { leaveOrganization } from './leaveOrganization.ts';
import { listTeamInvites } from './listTeamInvites.ts';
import { listTeamMembers } from './listTeamMembers.ts';
import { listTokens } from './listTokens.ts';
import { removeTeamMember } from './removeTeamMember.ts';
import { revokeTeamInvite } from './revokeTeamInvite.ts';
import { revokeToken } from './revokeToken.ts';
import { updateCurrentOrganization } from './updateCurrentOrganization.ts';
import { updateTeamMember } from './updateTeamMember.ts';

/** The handlers of all operations that are written, by operationId. */
export const operations = {
  acceptTeamInvite,
  createToken,
  getCurrentOrganization,
  getCurrentUser,
  getHealth,
  getHealthLive,
  getHealthReady,
  getOrganizationStatistics,
  getOrganizationUsage,
  getTeamMember,
  getToken,
  getTrialEligibility,
  leaveOrganization,
  listTeamInvites,
  listTeamMembers,
  listTokens,
  removeTeamMember,
  revokeTeamInvite,
  revokeToken,
  updateCurrentOrganization,
  updateTeamMember,
};
