import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for the SDK's chain of credential providers when the functions are bundled: Lambda always hands a function its role's
 * credentials in the environment, and the rest of the chain (SSO, STS, profiles, metadata services) is a tenth of each bundle.
 */
export const defaultProvider = () => fromEnv();
