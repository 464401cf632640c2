import { toApiModel } from '@plumbline/openapi';

const problem = { 'application/problem+json': { schema: { type: 'object', required: ['title'] } } };

/** A door that can be gone through until it is locked: a state that no request to it brings about. */
export const { model: doorModel } = toApiModel({
  document: {
    openapi: '3.1.1',
    info: { title: 'Door', version: '1' },
    paths: {
      '/door': {
        get: {
          operationId: 'openDoor',
          responses: {
            200: { description: 'Open.' },
            409: { description: 'It is locked.', content: problem },
          },
        },
      },
      '/door/lock': { put: { operationId: 'lockDoor', responses: { 204: { description: 'Locked.' } } } },
      '/door/key': {
        put: {
          operationId: 'turnKey',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { type: 'object', properties: { turns: { type: 'integer' } } } },
            },
          },
          responses: { 204: { description: 'Turned.' }, 400: { description: 'Not so.' } },
        },
      },
    },
  },
  sourceOf: (pointer) => ({ file: 'openapi.yaml', pointer }),
  locate: (place) => place,
});

/** @param lockedAs the media type in which it says that it is locked. */
export function createDoor(lockedAs = 'application/problem+json'): (request: Request) => Promise<Response> {
  let isLocked = false;
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === 'PUT') {
      if (pathname === '/door/lock') isLocked = true;
      const text = pathname === '/door/key' ? await request.text() : '';
      if (pathname === '/door/key') isLocked = text === '{"turns":2}';
      return new Response(null, { status: 204 });
    }
    if (!isLocked) return new Response(null, { status: 200 });
    return new Response('{"title":"It is locked"}', { status: 409, headers: { 'content-type': lockedAs } });
  };
}
