import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { root } from '../house/source-files.ts';
import type { LocalAws } from './ministack.ts';

/** The stack of one config, deployed by the CDK's own command, unchanged. */
export interface DeployedStack {
  /** Once for an account; the policy beside the config has to be good. */
  bootstrap(policy: unknown): Promise<void>;
  /** Deploys with this policy beside the config. */
  deploy(policy: unknown): Promise<void>;
  destroy(): Promise<void>;
  /** An output of the stack, by its name without the construct's path and hash. */
  output(name: string): string;
}

const run = promisify(execFile);
const outputsSchema = z.object({ Airmend: z.record(z.string(), z.string()) });

export function createStack(aws: LocalAws, folder: string, config: unknown): DeployedStack {
  const configFile = join(folder, 'airmend.config.json');
  const outputsFile = join(folder, 'outputs.json');
  writeFileSync(configFile, JSON.stringify(config));
  const context = ['-c', `config=${configFile}`, '-c', `bundles=${join(folder, 'functions')}`];
  const cdk = async (...args: string[]): Promise<void> => {
    const all = [...args, ...context, '--no-notices', '--output', join(folder, 'cdk.out')];
    const env = { ...process.env, ...aws.environment };
    try {
      await run(join(root, 'node_modules/.bin/cdk'), all, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
      const printed = z.object({ stderr: z.string() }).safeParse(error);
      throw new Error(`cdk ${args[0]} failed: ${printed.success ? printed.data.stderr.slice(-3_000) : String(error)}`);
    }
  };
  const setPolicy = (policy: unknown) => writeFileSync(join(folder, 'airmend.policy.json'), JSON.stringify(policy));
  return {
    async bootstrap(policy) {
      setPolicy(policy);
      await cdk('bootstrap', 'aws://000000000000/us-east-1');
    },
    async deploy(policy) {
      setPolicy(policy);
      await cdk('deploy', '--require-approval', 'never', '--outputs-file', outputsFile);
    },
    destroy: () => cdk('destroy', '--force'),
    output(name) {
      const { Airmend } = outputsSchema.parse(JSON.parse(readFileSync(outputsFile, 'utf8')));
      const found = Object.entries(Airmend).find(([key]) => new RegExp(`^Airmend${name}[0-9A-F]{8}$`).test(key));
      if (found === undefined) throw new Error(`the stack has no output ${name}`);
      return found[1];
    },
  };
}
