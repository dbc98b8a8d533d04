import * as path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

/**
 * How every function is bundled. The output depends on nothing but the code: no source map and no comment,
 * which would hold paths; then the same code in another folder is the same asset and publishes no version.
 */
export const bundleOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  // The oldest Node that runs the laptop; Lambda's is newer.
  target: 'node20',
  format: 'cjs',
  // The AWS SDK's ES modules can be shaken: its CommonJS build is half as large again and loads slower.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'error',
} as const satisfies BuildOptions;

/** Bundles a TypeScript entry in this process; NodejsFunction would start npx for each function. */
export function bundle(root: string, entry: string): Code {
  return Code.fromAsset(path.join(root, path.dirname(entry)), {
    bundling: {
      image: DockerImage.fromRegistry('unused: bundled locally'),
      local: {
        tryBundle(outputDirectory) {
          buildSync({
            ...bundleOptions,
            entryPoints: [path.join(root, entry)],
            outfile: path.join(outputDirectory, 'index.js'),
            absWorkingDir: root,
          });
          return true;
        },
      },
    },
    assetHashType: AssetHashType.OUTPUT,
  });
}
