import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** The key pair that CheckView signs its requests with; every helper plugin knows the public half. */
export interface PluginKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export async function createPluginKeys(): Promise<PluginKeys> {
  return await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
}

/** The private key as PEM (PKCS #8); the public one follows from it. It is a secret. */
export function exportPluginKeys(keys: PluginKeys): string {
  return keys.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** @throws {Error} when the text is no private RSA key */
export function importPluginKeys(pem: string): PluginKeys {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'rsa')
    throw new Error('The key of the helper plugin must be an RSA key.');
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** The public key as PEM (SPKI), as helper plugins fetch it. */
export function exportPublicKey(keys: PluginKeys): string {
  return keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
}
