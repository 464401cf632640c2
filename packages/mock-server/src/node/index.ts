export { type NodeListenerOptions, toNodeListener } from './to-node-listener.ts';
