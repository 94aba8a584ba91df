/** The version of this build, from package.json, so that it is written down once. */

import packageJson from '../package.json' with { type: 'json' }

export const VERSION: string = packageJson.version
