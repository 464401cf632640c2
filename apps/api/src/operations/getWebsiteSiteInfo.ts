import type { Operation } from '../operation.ts';
import { websiteNotConnected } from '../problems.ts';
import { getWebsiteOf } from '../resources/website-of.ts';

export const getWebsiteSiteInfo: Operation<'getWebsiteSiteInfo'> = async (
  { path },
  { principal, transaction },
) => {
  const { id, siteInfo, siteInfoFetchedAt } = await getWebsiteOf(transaction, principal, path.id);
  if (siteInfo === null || siteInfoFetchedAt === null) throw websiteNotConnected();
  return {
    status: 200,
    body: { websiteId: id, fetchedAt: siteInfoFetchedAt.toISOString(), ...siteInfo },
  };
};
