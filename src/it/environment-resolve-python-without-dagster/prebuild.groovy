def made = ['python3', '-m', 'venv', '--without-pip', new File(basedir, 'bare').path].execute()
made.waitForProcessOutput(System.out, System.err)
return made.exitValue() == 0
