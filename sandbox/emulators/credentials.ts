/** The emulators check neither, the SDK wants both. */
export const emulatorRegion = 'us-east-1';
export const emulatorCredentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' } as const;
