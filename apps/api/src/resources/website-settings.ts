import type { components } from '@checkview/contract/types';
import type { Refusal } from '../domain/refusal.ts';
import type { SecretBox } from '../domain/secret-box.ts';
import { maxUrlLength, normalizeWebsiteUrl } from '../domain/website-url.ts';
import { validationFailed } from '../problems.ts';
import type { Sites } from '../sites.ts';
import type { WebsiteRow, WebsiteSettings } from '../store/websites.ts';

type Access = Pick<WebsiteSettings, 'basicAuth' | 'ignoreTlsErrors'>;

/**
 * The URL of a website as it is stored.
 * @throws 400 `validation-failed` for one that names no host, a host that must not be visited, or that is too
 * long.
 */
export function readWebsiteUrl(text: string, sites: Pick<Sites, 'checkTarget'>): string {
  const url = normalizeWebsiteUrl(text);
  if (url === null) throw refused({ code: 'format', message: 'must be the URL of a website' });
  if (url.length > maxUrlLength) throw refused(tooLong);
  const refusal = sites.checkTarget(url);
  if (refusal !== null) throw refused(refusal);
  return url;
}

const tooLong = {
  code: 'maxLength',
  message: `must not be longer than ${maxUrlLength} characters with a slash at the end`,
};

function refused(refusal: Omit<Refusal, 'pointer'>) {
  return validationFailed([{ pointer: '/url', ...refusal }]);
}

/** A website that everybody can see. */
export const noAccess: Access = { basicAuth: null, ignoreTlsErrors: false };

export function accessOf({ username, sealedPassword, ignoreTlsErrors }: WebsiteRow): Access {
  const basicAuth = username === null || sealedPassword === null ? null : { username, sealedPassword };
  return { basicAuth, ignoreTlsErrors };
}

/** Applies a merge patch; user name and password come and go together. */
export function changeAccess(
  access: Access,
  patch: components['schemas']['WebsiteAccessUpdate'] | undefined,
  secrets: SecretBox,
): Access {
  const { basicAuth, ignoreTlsErrors = access.ignoreTlsErrors } = patch ?? {};
  if (basicAuth === undefined) return { ...access, ignoreTlsErrors };
  if (basicAuth === null) return { basicAuth: null, ignoreTlsErrors };
  const { username, password } = basicAuth;
  return { basicAuth: { username, sealedPassword: secrets.seal(password) }, ignoreTlsErrors };
}
