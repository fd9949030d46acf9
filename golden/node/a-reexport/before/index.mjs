export { run as handler } from './run.mjs';
