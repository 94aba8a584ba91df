/** Help without a test: the table of causes, to be read and searched. */

import type { Help, HelpMatches, HelpSearchParams } from '../types/help.ts'
import type { NoParams } from './no-params.ts'

export interface HelpMethods {
  'help.read': { params: NoParams; value: Help }
  /** Finds entries by words, or by what ssh printed. The text is neither stored nor sent. */
  'help.search': { params: HelpSearchParams; value: HelpMatches }
}
