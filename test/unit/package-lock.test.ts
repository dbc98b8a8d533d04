import { packages } from '../../package-lock.json';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// npm leaves out what it cannot install where the lock is written; `npm ci` then fails on every machine.
it('locks the binaries of every platform, so that npm ci works on each', () => {
  const locked = packages as Readonly<Record<string, LockedPackage>>;
  const missing = Object.entries(locked).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in locked || `${folder}/node_modules/${name}` in locked),
    ),
  );
  expect(missing).toEqual([]);
});

it('records no download address, so that every registry can serve it', () => {
  expect(Object.values(packages).filter((entry) => 'resolved' in entry)).toEqual([]);
});
