import type { Operator } from '../operator.ts';
import { wrongOperand } from '../operator.ts';

export const cidr: Operator = {
  name: 'cidr',
  summary: 'An IP address of this block, version 4 or 6.',
  example: { condition: { cidr: '203.0.113.0/26' }, matches: '203.0.113.63', differs: '203.0.113.64' },
  parse(operand, path) {
    const block = typeof operand === 'string' ? parseBlock(operand) : undefined;
    if (block === undefined)
      return wrongOperand({
        operator: this.name,
        operand,
        path,
        wanted: 'a block like `10.0.0.0/8` or `2001:db8::/32`',
      });
    const { address, hostBits } = block;
    const network = address.value >> hostBits;
    return {
      operator: this.name,
      written: { [this.name]: operand },
      matches(value) {
        const candidate = typeof value === 'string' ? parseAddress(value) : undefined;
        return candidate !== undefined && candidate.bits === address.bits && candidate.value >> hostBits === network;
      },
      compile: () => (value) => {
        if (typeof value !== 'string' || value.length > addressCharsMax) return false;
        const candidate = parseAddress(value);
        return candidate !== undefined && candidate.bits === address.bits && candidate.value >> hostBits === network;
      },
      steps: () => 2_000,
    };
  },
};

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const addressCharsMax = 39;

function parseBlock(text: string): { address: Address; hostBits: bigint } | undefined {
  const [written = '', mask = '', ...more] = text.split('/');
  const address = parseAddress(written);
  if (address === undefined || more.length > 0 || !/^\d{1,3}$/.test(mask)) return undefined;
  const maskBits = Number(mask);
  return maskBits > address.bits ? undefined : { address, hostBits: BigInt(address.bits - maskBits) };
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text);
}

function parseVersion4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

function parseVersion6(text: string): Address | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const given = before.length + after.length;
  if (tail === undefined ? given !== 8 : given > 7) return undefined;
  const groups = [...before, ...Array.from({ length: 8 - given }, () => '0'), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) };
}
