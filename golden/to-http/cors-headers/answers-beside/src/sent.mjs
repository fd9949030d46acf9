import answer from './shared/answer.mjs';
import { createHash } from 'crypto';

export const handler = async (event) => answer(200, createHash('md5').update(event.path).digest('hex'));
