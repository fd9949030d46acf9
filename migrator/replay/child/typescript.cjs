// Loads a handler in TypeScript by what its project compiles it with: esbuild, typescript, or Node.js itself.
'use strict';
const loadTyped = (() => {
  const processes = require('child_process');
  const fs = require('fs');
  const Module = require('module');
  const path = require('path');
  const { fileURLToPath, pathToFileURL } = require('url');
  const { execFileSync } = processes;

  const MISSING = `TypeScript needs \`npm install --save-dev esbuild\` in the project, or Node.js 22.15, not ${process.version}`;
  const ENDINGS = ['.ts', '.tsx', '.mts', '.cts'];
  const isTyped = (file) => ENDINGS.includes(path.extname(file));

  // One file of all, as `sam build` makes it; the compiler is a program of its own, which is let through for that long.
  const esbuild = (compiler) => (file) => {
    const stub = processes.execFileSync;
    processes.execFileSync = execFileSync;
    try {
      const external = ['@aws-sdk/*', 'aws-sdk'];
      const options = { bundle: true, external, format: 'cjs', logLevel: 'silent', platform: 'node', write: false };
      const made = new Module(file);
      made.filename = file;
      made.paths = Module._nodeModulePaths(path.dirname(file));
      made._compile(compiler.buildSync({ ...options, entryPoints: [file] }).outputFiles[0].text, file);
      return made.exports;
    } finally {
      processes.execFileSync = stub;
    }
  };

  // Each file when it is required.
  const required = (compiled) => (file) => {
    for (const ending of ENDINGS) {
      Module._extensions[ending] = (made, name) => made._compile(compiled(fs.readFileSync(name, 'utf8'), name), name);
    }
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (asked, ...more) => first(names(asked), (name) => resolve(name, ...more));
    return Module.createRequire(file)(file);
  };

  const typescript = (compiler) => {
    const compilerOptions = {
      esModuleInterop: true,
      experimentalDecorators: true,
      jsx: compiler.JsxEmit.React,
      module: compiler.ModuleKind.CommonJS,
      target: compiler.ScriptTarget.ES2022,
    };
    return required((text, fileName) => compiler.transpileModule(text, { compilerOptions, fileName }).outputText);
  };

  // Each file when it is imported, for modules; Node.js takes the types out itself.
  const node = () => (file) => {
    const stripped = (text) => Module.stripTypeScriptTypes(text, { mode: 'transform' });
    if (!/^\s*(?:im|ex)port\b/m.test(fs.readFileSync(file, 'utf8'))) return required(stripped)(file);
    Module.registerHooks({
      resolve: (asked, context, next) => first(names(asked), (name) => next(name, context)),
      load: (url, context, next) => {
        if (!url.startsWith('file:') || !isTyped(fileURLToPath(url))) return next(url, context);
        return { format: 'module', shortCircuit: true, source: stripped(fs.readFileSync(fileURLToPath(url), 'utf8')) };
      },
    });
    return import(pathToFileURL(file));
  };

  // What an import may name: TypeScript writes `./x.js` for `./x.ts`, and bundlers take `./x` for it.
  function names(asked) {
    if (!/^(?:\.|\/|file:)/.test(asked)) return [asked];
    const source = asked.replace(/\.([cm]?)js$/, '.$1ts');
    return [asked, source, ...ENDINGS.map((ending) => asked + ending), ...ENDINGS.map((ending) => `${asked}/index${ending}`)];
  }

  function first(asked, resolve) {
    let failed;
    for (const name of asked) {
      try {
        return resolve(name);
      } catch (error) {
        failed ??= error;
      }
    }
    throw failed;
  }

  function installed(file, name) {
    try {
      return Module.createRequire(file)(name);
    } catch {
      return undefined;
    }
  }

  return (file) => {
    let found;
    if ((found = installed(file, 'esbuild'))) return esbuild(found)(file);
    if ((found = installed(file, 'typescript'))) return typescript(found)(file);
    if (Module.registerHooks && Module.stripTypeScriptTypes) return node()(file);
    throw new Error(MISSING);
  };
})();
