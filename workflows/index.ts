export { endpointLimits } from './endpoint-limits.ts';
export { evaluate } from './evaluate.ts';
export { evaluateTask } from './evaluate-task.ts';
