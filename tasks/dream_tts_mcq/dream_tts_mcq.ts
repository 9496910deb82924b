/** Asked and scored alike. */
export { process_results } from '../cn_college_listen_mcq/cn_college_listen_mcq.ts';
