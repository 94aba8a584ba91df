/** What the files and folders of ssh are called in sentences. */

import type { CheckedKind } from '../contract/methods.ts'

export const FILE_NAMES: { readonly [K in CheckedKind]: string } = {
  home: 'home folder',
  'parent-folder': 'folder',
  'ssh-folder': 'ssh folder',
  'private-key': 'private key',
  'public-key': 'public key',
  config: 'ssh config',
  'included-config': 'included ssh config',
  'known-hosts': 'list of known hosts',
  'authorized-keys': 'list of authorized keys',
}
