import { acceptTeamInvite } from './acceptTeamInvite.ts';
import { createTeamInvite } from './createTeamInvite.ts';
import { createTestFlow } from './createTestFlow.ts';
import { createTestStep } from './createTestStep.ts';
import { createToken } from './createToken.ts';
import { createVariable } from './createVariable.ts';
import { createWebsite } from './createWebsite.ts';
import { deleteTestFlow } from './deleteTestFlow.ts';
import { deleteTestStep } from './deleteTestStep.ts';
import { deleteVariable } from './deleteVariable.ts';
import { deleteWebsite } from './deleteWebsite.ts';
import { duplicateTestFlow } from './duplicateTestFlow.ts';
import { duplicateTestStep } from './duplicateTestStep.ts';
import { getCurrentOrganization } from './getCurrentOrganization.ts';
import { getCurrentUser } from './getCurrentUser.ts';
import { getHealth } from './getHealth.ts';
import { getHealthLive } from './getHealthLive.ts';
import { getHealthReady } from './getHealthReady.ts';
import { getOrganizationStatistics } from './getOrganizationStatistics.ts';
import { getOrganizationUsage } from './getOrganizationUsage.ts';
import { getTeamMember } from './getTeamMember.ts';
import { getTestFlow } from './getTestFlow.ts';
import { getTestFlowNotifications } from './getTestFlowNotifications.ts';
import { getTestFlowSchedule } from './getTestFlowSchedule.ts';
import { getTestFlowSettings } from './getTestFlowSettings.ts';
import { getTestStep } from './getTestStep.ts';
import { getToken } from './getToken.ts';
import { getTrialEligibility } from './getTrialEligibility.ts';
import { getVariable } from './getVariable.ts';
import { getWebsite } from './getWebsite.ts';
import { getWebsiteHealth } from './getWebsiteHealth.ts';
import { getWebsiteSiteInfo } from './getWebsiteSiteInfo.ts';
import { leaveOrganization } from './leaveOrganization.ts';
import { listBuiltInVariables } from './listBuiltInVariables.ts';
import { listTeamInvites } from './listTeamInvites.ts';
import { listTeamMembers } from './listTeamMembers.ts';
import { listTestFlows } from './listTestFlows.ts';
import { listTestFlowTypes } from './listTestFlowTypes.ts';
import { listTestSteps } from './listTestSteps.ts';
import { listTestStepTypes } from './listTestStepTypes.ts';
import { listTokens } from './listTokens.ts';
import { listVariables } from './listVariables.ts';
import { listWebsiteForms } from './listWebsiteForms.ts';
import { listWebsiteProducts } from './listWebsiteProducts.ts';
import { listWebsites } from './listWebsites.ts';
import { pauseTestFlow } from './pauseTestFlow.ts';
import { pauseWebsite } from './pauseWebsite.ts';
import { rebuildTestFlow } from './rebuildTestFlow.ts';
import { removeTeamMember } from './removeTeamMember.ts';
import { reorderTestSteps } from './reorderTestSteps.ts';
import { replaceTestSteps } from './replaceTestSteps.ts';
import { resendTeamInvite } from './resendTeamInvite.ts';
import { resumeTestFlow } from './resumeTestFlow.ts';
import { resumeWebsite } from './resumeWebsite.ts';
import { revokeTeamInvite } from './revokeTeamInvite.ts';
import { revokeToken } from './revokeToken.ts';
import { runTestFlow } from './runTestFlow.ts';
import { syncWebsiteForms } from './syncWebsiteForms.ts';
import { updateCurrentOrganization } from './updateCurrentOrganization.ts';
import { updateTeamMember } from './updateTeamMember.ts';
import { updateTestFlow } from './updateTestFlow.ts';
import { updateTestFlowNotifications } from './updateTestFlowNotifications.ts';
import { updateTestFlowSchedule } from './updateTestFlowSchedule.ts';
import { updateTestFlowSettings } from './updateTestFlowSettings.ts';
import { updateTestStep } from './updateTestStep.ts';
import { updateVariable } from './updateVariable.ts';
import { updateWebsite } from './updateWebsite.ts';
import { verifyWebsite } from './verifyWebsite.ts';

/** The handlers of all operations that are written, by operationId. */
export const operations = {
  acceptTeamInvite,
  createTeamInvite,
  createTestFlow,
  createTestStep,
  createToken,
  createVariable,
  createWebsite,
  deleteTestFlow,
  deleteTestStep,
  deleteVariable,
  deleteWebsite,
  duplicateTestFlow,
  duplicateTestStep,
  getCurrentOrganization,
  getCurrentUser,
  getHealth,
  getHealthLive,
  getHealthReady,
  getOrganizationStatistics,
  getOrganizationUsage,
  getTeamMember,
  getTestFlow,
  getTestFlowNotifications,
  getTestFlowSchedule,
  getTestFlowSettings,
  getTestStep,
  getToken,
  getTrialEligibility,
  getVariable,
  getWebsite,
  getWebsiteHealth,
  getWebsiteSiteInfo,
  leaveOrganization,
  listBuiltInVariables,
  listTeamInvites,
  listTeamMembers,
  listTestFlows,
  listTestFlowTypes,
  listTestSteps,
  listTestStepTypes,
  listTokens,
  listVariables,
  listWebsiteForms,
  listWebsiteProducts,
  listWebsites,
  pauseTestFlow,
  pauseWebsite,
  rebuildTestFlow,
  removeTeamMember,
  reorderTestSteps,
  replaceTestSteps,
  resendTeamInvite,
  resumeTestFlow,
  resumeWebsite,
  revokeTeamInvite,
  revokeToken,
  runTestFlow,
  syncWebsiteForms,
  updateCurrentOrganization,
  updateTeamMember,
  updateTestFlow,
  updateTestFlowNotifications,
  updateTestFlowSchedule,
  updateTestFlowSettings,
  updateTestStep,
  updateVariable,
  updateWebsite,
  verifyWebsite,
};
