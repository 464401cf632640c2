export { type NodeListenerOptions, toNodeListener } from './to-node-listener.ts';
export { writeAnswer } from './write-answer.ts';
