import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

export interface LedgerTableProps {
  /** Leave nothing behind when the stack is deleted. */
  readonly isDisposable: boolean;
}

/** The ledger's table: one item a run, deployment or DAG; the index `due` over what is due and what closed lately. */
export function createLedgerTable(scope: Construct, id: string, { isDisposable }: LedgerTableProps): TableV2 {
  return new TableV2(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    globalSecondaryIndexes: [
      {
        indexName: 'due',
        partitionKey: { name: 'partition', type: AttributeType.STRING },
        sortKey: { name: 'at', type: AttributeType.NUMBER },
        projectionType: ProjectionType.ALL,
      },
    ],
    billing: Billing.onDemand(),
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !isDisposable,
    removalPolicy: isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
}
