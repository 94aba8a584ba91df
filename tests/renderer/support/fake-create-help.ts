/** Requests and variables as the service would write and judge them, made up. */

import type {
  CheckedVariables,
  CreateHelp,
  CreateHelpParams,
  RenderedCommand,
} from '../../../renderer/contract.ts'
import { OWN_KEY } from './fake-runpod-data.ts'

export function fakeCreateHelp(params: CreateHelpParams): CreateHelp {
  const { what, name = 'my-pod', image = 'runpod/pytorch', gpu, customImage, keyIds } = params
  const json = JSON.stringify(
    { name, image, ...(gpu !== undefined && { gpu }), ports: ['22/tcp'], startSsh: true },
    null,
    2,
  )
  return {
    json,
    curl: `curl https://api.runpod.io/v2/${what}s -H "Authorization: Bearer $RUNPOD_API_KEY" -d '${json}'`,
    runpodctl: `runpodctl ${what} create --name ${name} --image ${image} --ports 22/tcp`,
    startCommand: customImage
      ? `bash -c 'service ssh start; ${params.startCommand ?? 'sleep infinity'}'`
      : null,
    environment: keyIds === undefined ? [] : [{ name: 'PUBLIC_KEY', value: OWN_KEY.text }],
    problems:
      keyIds === undefined
        ? []
        : [
            {
              code: 'proxy-needs-account-key',
              severity: 'info',
              title: 'The proxy does not know this key',
              detail: 'A key for one pod opens it over exposed TCP only.',
            },
          ],
  }
}

export function fakeStartCommand({ existing }: { readonly existing?: string }): RenderedCommand {
  return {
    text: `bash -c 'apt update; DEBIAN_FRONTEND=noninteractive apt-get install openssh-server -y; mkdir -p ~/.ssh; cd ~/.ssh; chmod 700 ~/.ssh; echo "$PUBLIC_KEY" >> authorized_keys; chmod 700 authorized_keys; service ssh start; ${existing ?? 'sleep infinity'}'`,
    problems: [],
  }
}

export function fakeVariables({ text }: { readonly text: string }): CheckedVariables {
  const dead = text.includes('RUNPOD_SSH_PUBLIC_KEY')
  return {
    repaired: text.replaceAll('RUNPOD_SSH_PUBLIC_KEY', 'PUBLIC_KEY'),
    problems: dead
      ? [
          {
            code: 'dead-variable',
            severity: 'error',
            title: 'RUNPOD_SSH_PUBLIC_KEY does nothing',
            detail: 'It stands in old guides. RunPod’s images read PUBLIC_KEY.',
          },
        ]
      : [],
  }
}
