export { lastWord, typeKey, typeOfCollection } from '@plumbline/openapi';
