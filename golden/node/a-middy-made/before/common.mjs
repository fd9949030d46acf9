import middy from '@middy/core';
import jsonBodyParser from '@middy/http-json-body-parser';
export default (inner) => middy(inner).use([jsonBodyParser()]);
