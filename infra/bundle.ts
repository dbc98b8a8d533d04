import * as path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const root = path.join(__dirname, '..');

/** Bundles a TypeScript entry with esbuild in this process; NodejsFunction would start npx for each function. */
export function bundle(entry: string): Code {
  return Code.fromAsset(path.join(root, path.dirname(entry)), {
    bundling: {
      image: DockerImage.fromRegistry('unused: bundled locally'),
      local: {
        tryBundle(outputDirectory) {
          buildSync({
            entryPoints: [path.join(root, entry)],
            outfile: path.join(outputDirectory, 'index.js'),
            absWorkingDir: root,
            bundle: true,
            minify: true,
            platform: 'node',
            target: 'node20',
            format: 'cjs',
            legalComments: 'none',
            logLevel: 'error',
          });
          return true;
        },
      },
    },
    assetHashType: AssetHashType.OUTPUT,
  });
}
