from dagster import Config, Definitions, OpExecutionContext, job, op


class Greeting(Config):
    name: str
    greeting: str


@op
def greet_customer(context: OpExecutionContext, config: Greeting) -> None:
    context.log.info(f"{config.greeting}, {config.name} of {context.run.tags['team']}!")


@job
def greet() -> None:
    greet_customer()


defs = Definitions(jobs=[greet])
