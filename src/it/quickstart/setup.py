from setuptools import find_packages, setup

setup(
    name="quickstart_orders",
    version="1.0.0",
    packages=find_packages(),
    python_requires=">=3.10",
    install_requires=["dagster>=1.10"],
)
