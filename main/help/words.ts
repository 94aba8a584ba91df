/** The words that cannot be avoided, each in a sentence or two. In the order in which a beginner meets them. */

import type { HelpWord } from '../contract/methods.ts'

export const WORDS: readonly HelpWord[] = [
  word(
    'pod',
    'A computer that you rent from RunPod. It exists until you delete it; what is outside /workspace can be lost when it is reset.',
  ),
  word(
    'SSH',
    'A way to work on another computer by typing commands, with everything encrypted on the way. The program on your side is called ssh.',
  ),
  word(
    'terminal',
    'The window in which you type commands: Terminal on macOS and Linux, PowerShell or Windows Terminal on Windows.',
  ),
  word(
    'key pair',
    'Two files that belong together and take the place of a password. Whoever has the private half can log in wherever the public half is known.',
  ),
  word(
    'private key',
    'The half that stays on your computer. Never paste it anywhere and never send it to anybody. Its file has no ending, such as id_ed25519.',
  ),
  word(
    'public key',
    'The half that you give away: one line that begins with a word such as ssh-ed25519. This line, the whole of it, goes to RunPod. Its file ends in .pub.',
  ),
  word(
    'fingerprint',
    'A short name for a key that begins with SHA256:. It is for comparing keys; nobody can log in with it, and RunPod cannot use it.',
  ),
  word(
    'passphrase',
    'A secret that you choose and that locks the private key on your computer. It is not a password for the pod, and it never leaves your computer.',
  ),
  word(
    'password',
    'RunPod sets none. When a pod asks for one, it did not accept your key: nothing that you type there can be right.',
  ),
  word(
    'ssh folder',
    'The folder .ssh in your home folder. Your keys, the ssh config and the list of known servers are in it.',
  ),
  word(
    'ssh config',
    'The file “config” in the ssh folder. It can set the key, the user and the port for each server, and so overrule what a command or a program expects.',
  ),
  word(
    'ssh-agent',
    'A program that holds unlocked keys while you are logged in to your computer, so that a passphrase is asked for only once.',
  ),
  word(
    'host key',
    'The server’s own key, by which your computer recognises it. It has nothing to do with your key pair.',
  ),
  word(
    'known_hosts',
    'The file with the host keys of the servers that you have met. When a server shows a different key than before, ssh warns you.',
  ),
  word(
    'port',
    'A number that says which program on a computer is meant. SSH usually has 22; at a pod’s own address it has another, which changes at every restart.',
  ),
  word(
    'RunPod’s proxy',
    'The address ssh.runpod.io. It leads to every pod, but gives a terminal only: no copying of files, no VS Code.',
  ),
  word(
    'SSH over exposed TCP',
    'RunPod’s name for a pod’s own address and port. Everything works there: terminal, copying files, VS Code. The pod needs TCP port 22 for it.',
  ),
  word(
    'template',
    'What a pod is made from. RunPod’s own templates start an SSH server; one of your own has to do that itself.',
  ),
  word(
    'web terminal',
    'A terminal in the browser, in the Connect tab of a pod. It works without SSH, so it is the place to repair SSH from.',
  ),
  word(
    'authorized_keys',
    'The file on the server with the public keys that may log in. RunPod fills it when a pod starts, and not later.',
  ),
  word('SFTP', 'The part of SSH that copies files. scp, sftp and many editors use it.'),
  word(
    'port forwarding',
    'Making a port of the pod appear on your own computer, for Jupyter for example. VS Code needs it, too. Also called a tunnel.',
  ),
]

function word(name: string, meaning: string): HelpWord {
  return { word: name, meaning }
}
