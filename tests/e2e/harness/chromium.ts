import type { LaunchOptions } from '@playwright/test';

/** What Playwright 1.65.1 switches off by default; the browser is started without this argument. */
const SWITCHED_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/**
 * Chromium as a person has it: storage partitioned by site, and a pop-up blocker. Playwright turns
 * both off, which hides real failures of a frame and its pop-up. `chromium.spec.ts` checks this.
 */
export const launchOptions: LaunchOptions = {
  executablePath: process.env['LINKSPAN_CHROMIUM'] ?? '/usr/bin/chromium',
  ignoreDefaultArgs: [`--disable-features=${SWITCHED_OFF.join(',')}`, '--disable-popup-blocking'],
  args: [
    `--disable-features=${SWITCHED_OFF.filter((name) => name !== 'ThirdPartyStoragePartitioning').join(',')}`,
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
