import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { indexedAttributes } from './ledger-index.ts';

export interface LedgerTableProps {
  readonly key: IKey;
  /** Leave nothing behind when the stack is deleted. */
  readonly isDisposable: boolean;
}

/**
 * The ledger's table: one item a run, deployment or DAG; the index `due` over what is due and what closed lately. Of one region:
 * a global table can't have a key of the stack's own while the region is not known at synth.
 */
export function createLedgerTable(scope: Construct, id: string, { key, isDisposable }: LedgerTableProps): Table {
  const table = new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !isDisposable,
    removalPolicy: isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
  table.addGlobalSecondaryIndex({
    indexName: 'due',
    partitionKey: { name: 'partition', type: AttributeType.STRING },
    sortKey: { name: 'at', type: AttributeType.NUMBER },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: indexedAttributes,
  });
  return table;
}
