package io.github.dagstermaven.dagster;

/** Tells what the instance is. Makes none. */
public record DescribeInstanceRequest() implements InstanceRequest<InstanceInfo> {
    @Override
    public String operation() {
        return "instance.info";
    }

    @Override
    public Class<InstanceInfo> resultType() {
        return InstanceInfo.class;
    }
}
