import { changeSettings } from '../domain/organization-settings.ts';
import type { Operation } from '../operation.ts';
import { toOrganization } from '../present/organization.ts';
import { validationFailed } from '../problems.ts';
import { lockOrganization, saveSettings } from '../store/organizations.ts';

export const updateCurrentOrganization: Operation<'updateCurrentOrganization'> = async (
  { body },
  { principal, transaction, limitsOf },
) => {
  const { settings } = await lockOrganization(transaction, principal.organizationId);
  const change = changeSettings(settings, body);
  if (change.kind === 'refused') throw validationFailed(change.refusals);
  const organization = await saveSettings(transaction, principal.organizationId, change.settings);
  return { status: 200, body: toOrganization(organization, limitsOf) };
};
