/**
 * Lets a Lambda handler written for one kind of API Gateway event answer the other.
 *
 * `restCompat`: the handler was written for a REST API and now gets payload 2.0 of an HTTP API.
 * `httpCompat`: the handler was written for payload 2.0 and now stands behind a REST API.
 * Events of the kind that the handler knows pass through untouched. Node.js 18 and later, no dependencies.
 *
 * What the other API does not send cannot be restored:
 * - The path is decoded by an HTTP API, and headers given twice arrive joined by a comma.
 * - Header names arrive in lower case: `restCompat` finds them in any case and lists them as `X-Name`.
 * - Bytes that are no text stay in base64 with `isBase64Encoded` set; a REST API without binary media types lost them.
 * - A Lambda authorizer's `principalId` is not sent by an HTTP API, and the types of its context not by a REST API.
 * - The stage has the name of the new API, unless the old one is given as the second argument.
 * - A REST API names no `ANY` or `$default` route: the route key holds the method and `/{proxy+}`.
 */
'use strict';

const TEXT_TYPES = ['application/json', 'application/xml', 'application/javascript'];
const SAME = ['accountId', 'apiId', 'domainName', 'domainPrefix', 'stage'];
const IAM = { accessKey: 'accessKey', accountId: 'accountId', caller: 'callerId', principalOrgId: 'principalOrgId', user: 'userId', userArn: 'userArn' };
const LISTS = ['cognito:groups', 'cognito:roles', 'groups', 'roles'];
const NOBODY = ['cognitoAuthenticationProvider', 'cognitoAuthenticationType', 'cognitoIdentityId', 'cognitoIdentityPoolId'];

/** Wraps a handler written for a REST API so that it also answers payload 2.0; `stage` is the one it knows. */
const restCompat = (handler, stage = null) =>
  wrapped(handler, (event) => event?.version === '2.0', (event) => restEvent(event, stage), httpResponse);

/** Wraps a handler written for payload 2.0 so that it also answers events of a REST API; `stage` is the one it knows. */
const httpCompat = (handler, stage = null) =>
  wrapped(handler, (event) => event?.version !== '2.0' && event?.httpMethod !== undefined, (event) => httpEvent(event, stage), restResponse);

function wrapped(handler, isOther, translated, answered) {
  return (event, context, callback) => {
    if (!isOther(event)) return handler(event, context, callback);
    const done = (error, value) => (error ? callback(error) : callback(null, answered(value)));
    const given = handler(translated(event), context, callback && done);
    return typeof given?.then === 'function' ? given.then(answered) : given;
  };
}

// -- a REST event out of payload 2.0 ---------------------------------------------------------------------------------

const title = (name) => name.replace(/[A-Za-z]+/g, (word) => word[0].toUpperCase() + word.slice(1).toLowerCase());

/** Headers under names such as `X-Name` that are found in any case. */
const anyCase = (headers) => {
  const own = (name) => (typeof name === 'string' && !(name in Object.prototype) ? title(name) : name);
  return new Proxy(headers, {
    get: (target, name) => target[own(name)],
    has: (target, name) => own(name) in target,
    set: (target, name, value) => ((target[own(name)] = value), true),
    deleteProperty: (target, name) => delete target[own(name)],
  });
};

function restEvent(event, stage) {
  const { requestContext: context } = event;
  const path = withoutStage(event.rawPath, context.stage);
  let resource = event.routeKey.split(' ').slice(1).join(' ');
  let variables = event.pathParameters ?? null;
  if (!resource) {
    // the $default route
    resource = path === '/' ? '/' : '/{proxy+}';
    variables = path === '/' ? null : { proxy: path.replace(/^\/+/, '') };
  }
  const given = Object.entries(event.headers).filter(([name]) => name !== 'content-length');
  const headers = Object.fromEntries(given.map(([name, value]) => [title(name), value]));
  if (event.cookies?.length) headers.Cookie = event.cookies.join('; ');
  const query = {};
  for (const [name, value] of new URLSearchParams(event.rawQueryString ?? '')) (query[name] ??= []).push(value);
  const [body, isBase64Encoded] = textBody(event);
  return {
    resource,
    path,
    httpMethod: context.http.method,
    headers: anyCase(headers),
    multiValueHeaders: anyCase(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))),
    queryStringParameters: orNull(Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values.at(-1)]))),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: variables,
    stageVariables: event.stageVariables ?? null,
    requestContext: restContext(event, resource, path, stage),
    body,
    isBase64Encoded,
  };
}

const orNull = (object) => (Object.keys(object).length ? object : null);

function withoutStage(path, stage) {
  const prefix = `/${stage}`;
  return path === prefix || path.startsWith(`${prefix}/`) ? path.slice(prefix.length) || '/' : path;
}

function textBody(event) {
  const body = event.body ?? null;
  if (body === null || !event.isBase64Encoded) return [body, false];
  try {
    return [new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(body, 'base64')), false];
  } catch {
    return [body, true];
  }
}

function restContext(event, resource, path, stage) {
  const { requestContext: context } = event;
  const iam = context.authorizer?.iam ?? {};
  const identity = Object.fromEntries([
    ...NOBODY.map((name) => [name, null]),
    ...Object.entries(IAM).map(([name, other]) => [name, iam[other] ?? null]),
  ]);
  identity.cognitoIdentityId = iam.cognitoIdentity?.identityId ?? null;
  identity.cognitoIdentityPoolId = iam.cognitoIdentity?.identityPoolId ?? null;
  if ('authentication' in context) identity.clientCert = context.authentication?.clientCert ?? null;
  const authorizer = restAuthorizer(context.authorizer ?? {});
  return {
    ...picked(context),
    ...(stage === null ? {} : { stage }),
    ...(orNull(authorizer) && { authorizer }),
    extendedRequestId: context.requestId,
    httpMethod: context.http.method,
    identity: { ...identity, sourceIp: context.http.sourceIp, userAgent: context.http.userAgent },
    path: stage === null ? context.http.path : `/${stage}${path}`,
    protocol: context.http.protocol,
    requestId: context.requestId,
    requestTime: context.time,
    requestTimeEpoch: context.timeEpoch,
    resourceId: context.routeKey,
    resourcePath: resource,
  };
}

const picked = (context) => Object.fromEntries(SAME.map((name) => [name, context[name] ?? null]));
const mapped = (object, change) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(name, value)]));

function restAuthorizer(authorizer) {
  if (authorizer.jwt) return { claims: mapped(authorizer.jwt.claims, restClaim) };
  return mapped(authorizer.lambda ?? {}, (name, value) => text(value));
}

/** A list is rendered with commas by a REST API and in brackets by an HTTP API, an expiry as a date and a number. */
function restClaim(name, value) {
  if (['exp', 'iat'].includes(name) && /^\d+$/.test(String(value))) {
    const [day, date, month, year, time] = new Date(Number(value) * 1000).toUTCString().split(' ');
    return `${day.slice(0, 3)} ${month} ${date} ${time} UTC ${year}`;
  }
  const isList = LISTS.includes(name) && typeof value === 'string' && value.startsWith('[');
  return isList ? value.replace(/^[[\]]+|[[\]]+$/g, '').split(/\s+/).filter(Boolean).join(',') : value;
}

function httpClaim(name, value) {
  if (['exp', 'iat'].includes(name) && typeof value === 'string' && !/^\d+$/.test(value)) {
    const [, month, date, time, , year] = value.split(/\s+/);
    return String(Date.parse(`${date} ${month} ${year} ${time} UTC`) / 1000);
  }
  const isList = LISTS.includes(name) && typeof value === 'string' && !value.startsWith('[');
  return isList ? `[${value.split(',').join(' ')}]` : value;
}

function httpResponse(value) {
  const body = value?.body ?? null;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || (body !== null && typeof body !== 'string')) {
    throw new TypeError('a REST API takes no such answer: an object with a text as body is needed');
  }
  const lines = Object.entries(value.multiValueHeaders ?? {}).flatMap(([name, values]) => values.map((each) => [name, text(each)]));
  for (const [name, each] of Object.entries(value.headers ?? {})) {
    if (!lines.some((line) => line[0] === name && line[1] === text(each))) lines.push([name, text(each)]);
  }
  const headers = {};
  for (const [name, each] of lines) headers[name.toLowerCase()] = [headers[name.toLowerCase()], each].filter((part) => part !== undefined).join(', ');
  delete headers['set-cookie'];
  headers['content-type'] ??= 'application/json';
  const cookies = lines.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, each]) => each);
  return {
    statusCode: Number(value.statusCode ?? 200),
    headers,
    body: body ?? '',
    isBase64Encoded: value.isBase64Encoded === true,
    ...(cookies.length && { cookies }),
  };
}

// -- payload 2.0 out of a REST event ---------------------------------------------------------------------------------

function httpEvent(event, stage) {
  const lists = event.multiValueHeaders ?? mapped(event.headers ?? {}, (name, value) => [value]);
  const headers = {};
  for (const [name, values] of Object.entries(lists)) headers[name.toLowerCase()] = [headers[name.toLowerCase()], ...values].filter((part) => part !== undefined).join(',');
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim()).filter(Boolean);
  delete headers.cookie;
  const query = event.multiValueQueryStringParameters ?? {};
  const [body, isBase64Encoded] = httpBody(event, headers);
  const prefix = stage === null || stage === '$default' ? '' : `/${stage}`;
  const path = prefix + decoded(event.path);
  const key = `${event.httpMethod} ${event.resource}`;
  return {
    version: '2.0',
    routeKey: key,
    rawPath: path,
    rawQueryString: new URLSearchParams(Object.entries(query).flatMap(([name, values]) => values.map((value) => [name, value]))).toString(),
    headers,
    ...(cookies.length && { cookies }),
    ...(orNull(query) && { queryStringParameters: mapped(query, (name, values) => values.join(',')) }),
    ...(event.pathParameters && { pathParameters: event.pathParameters }),
    ...(event.stageVariables && { stageVariables: event.stageVariables }),
    requestContext: httpContext(event.requestContext, event.httpMethod, path, key, stage),
    ...(body === null ? {} : { body }),
    isBase64Encoded,
  };
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** An HTTP API hands everything but a few types over in base64. */
function httpBody(event, headers) {
  const body = event.body ?? null;
  const kind = (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (body === null || event.isBase64Encoded || kind.startsWith('text/') || TEXT_TYPES.includes(kind)) return [body, Boolean(event.isBase64Encoded)];
  return [Buffer.from(body).toString('base64'), true];
}

function httpContext(context, method, path, key, stage) {
  const identity = context.identity ?? {};
  const authorizer = httpAuthorizer(context.authorizer ?? {}, identity);
  const { clientCert } = identity;
  return {
    ...picked(context),
    ...(stage === null ? {} : { stage }),
    ...(orNull(authorizer) && { authorizer }),
    ...(clientCert && { authentication: { clientCert } }),
    http: { method, path, protocol: context.protocol ?? null, sourceIp: identity.sourceIp ?? null, userAgent: identity.userAgent ?? null },
    requestId: context.extendedRequestId || (context.requestId ?? null),
    routeKey: key,
    time: context.requestTime ?? null,
    timeEpoch: context.requestTimeEpoch ?? null,
  };
}

function httpAuthorizer(authorizer, identity) {
  if (typeof authorizer.claims === 'object' && authorizer.claims !== null) return { jwt: { claims: mapped(authorizer.claims, httpClaim), scopes: null } };
  if (identity.userArn) {
    const [identityId, identityPoolId] = [identity.cognitoIdentityId ?? null, identity.cognitoIdentityPoolId ?? null];
    const cognitoIdentity = identityId || identityPoolId ? { identityId, identityPoolId } : null;
    return { iam: { ...Object.fromEntries(Object.entries(IAM).map(([name, other]) => [other, identity[name] ?? null])), cognitoIdentity } };
  }
  const { principalId, integrationLatency, ...own } = authorizer;
  return orNull(own) ? { lambda: own } : {};
}

function restResponse(value) {
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: text(value ?? null), isBase64Encoded: false };
  }
  const { body = null, cookies } = value;
  return {
    statusCode: Number(value.statusCode),
    headers: mapped(value.headers ?? {}, (name, each) => text(each)),
    body: body === null ? '' : text(body),
    isBase64Encoded: value.isBase64Encoded === true,
    ...(cookies?.length && { multiValueHeaders: { 'Set-Cookie': [...cookies] } }),
  };
}

const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

module.exports = { restCompat, httpCompat };
