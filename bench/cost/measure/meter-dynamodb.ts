import { indexedAttributes } from '../../../infra/ledger-index.ts';
import { indexUnits, readUnits, type TableUnits, type WireItem, writeUnits } from './dynamodb-units.ts';
import { type MeteredRequest, post, startMeter } from './meter.ts';

const index = {
  keys: ['partition', 'at'],
  projected: indexedAttributes,
} as const;

/** What the request names and the answer holds, as far as it is billed. */
interface Wire {
  readonly TableName?: string;
  readonly Key?: WireItem;
  readonly Item?: WireItem;
  readonly Items?: readonly WireItem[];
  readonly ConsistentRead?: boolean;
}

/** Adds up what the requests to DynamoDB take, as AWS would bill them: the emulator does not count its index. */
export async function meterDynamoDb(
  url: string,
  units: TableUnits,
  count: (operation: string) => void,
): Promise<string> {
  const readItem = async (
    { headers }: MeteredRequest,
    TableName: string | undefined,
    Key: WireItem,
  ): Promise<WireItem | null> => {
    const asked = { ...headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' };
    const { body } = await post(url, asked, JSON.stringify({ TableName, Key, ConsistentRead: true }));
    return read(body).Item ?? null;
  };
  return startMeter(url, async (request, passOn) => {
    count(request.operation);
    const asked = read(request.body);
    if (request.operation === 'GetItem' || request.operation === 'Query') {
      const answer = await passOn(request.body);
      const { Item, Items = Item === undefined ? [] : [Item] } = read(answer.body);
      units.read += readUnits(Items, asked.ConsistentRead === true);
      return answer;
    }
    const key = asked.Key ?? keyOf(asked.Item);
    const before = await readItem(request, asked.TableName, key);
    const answer = await passOn(request.body);
    const after = await readItem(request, asked.TableName, key);
    const ofIndex = answer.status === 200 ? indexUnits(before, after, index) : 0;
    units.write += writeUnits(before, after) + ofIndex;
    units.indexWrite += ofIndex;
    return answer;
  });
}

function keyOf(item: WireItem = {}): WireItem {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name === 'pk' || name === 'sk'));
}

/** Both are of our own SDK and our own emulator. */
function read(body: string): Wire {
  return JSON.parse(body) as Wire;
}
