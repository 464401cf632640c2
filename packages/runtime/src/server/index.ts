export type { Answer, AnswerHeaders, HeaderValue, PageInfo, RenderedAnswer } from './answer.ts';
export type { AnonymousContext, Principal, RequestContext } from './context.ts';
export type {
  ApiKeyCredentials,
  BasicCredentials,
  BearerCredentials,
  Credentials,
  HttpCredentials,
  MutualTlsCredentials,
  SecurityContext,
  SecurityHandler,
} from './credentials.ts';
export type { AnyHandlers, Handler, HandlerRequest } from './handler.ts';
