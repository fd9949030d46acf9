import { user, methodOf as method } from './lib/http.js';
import * as answers from './lib/answers.js';
export const handler = async (event) => answers.text(200, `${method(event)} ${user(event)} ${event.pathParameters.id}`);
