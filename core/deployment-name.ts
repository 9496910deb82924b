/** Name of the worker deployment that all roles belong to, and in which clients look a build up. */
export const DEPLOYMENT_NAME = 'assay';
