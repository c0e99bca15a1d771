package io.github.dagstermaven.project;

import io.github.dagstermaven.dagster.CodeTarget;
import io.github.dagstermaven.dagster.CodeTarget.Kind;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A target that parameters name, checked as far as files can tell. */
final class NamedTarget {
    private static final int LISTED_FILES = 50;

    private final PythonProject project;
    private final TargetParameters parameters;

    NamedTarget(PythonProject project, TargetParameters parameters) {
        this.project = project;
        this.parameters = parameters;
    }

    /** The target; empty when no parameter names one. */
    Optional<CodeTarget> resolve() {
        Path workingDirectory = workingDirectory();
        Map<Kind, List<String>> given = new LinkedHashMap<>();
        given.put(Kind.PYTHON_FILE, parameters.pythonFile());
        given.put(Kind.MODULE_NAME, parameters.moduleName());
        given.put(Kind.PACKAGE_NAME, parameters.packageName());
        given.put(Kind.AUTOLOAD_DEFS_MODULE_NAME, parameters.autoloadDefsModuleName());
        given.put(Kind.WORKSPACE, parameters.workspace());
        given.values().removeIf(values -> values == null || values.isEmpty());
        if (given.size() > 1) {
            throw mixed(given);
        }
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Kind kind = given.keySet().iterator().next();
        if (kind == Kind.WORKSPACE && parameters.attribute() != null) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "An attribute cannot be given together with a workspace file",
                    "attribute",
                    parameters.attribute(),
                    "attribute",
                    List.of(),
                    "Name the attribute in the workspace file and remove <attribute> (-Ddagster.attribute)."));
        }
        List<String> values = given.get(kind).stream()
                .map(value -> checked(kind, value.strip(), workingDirectory))
                .toList();
        return Optional.of(new CodeTarget(kind, values, parameters.attribute(), workingDirectory));
    }

    /** The folder that the parameters say, else the project's. */
    Path workingDirectory() {
        if (parameters.workingDirectory() == null) {
            return project.directory();
        }
        Path folder = project.directory().resolve(parameters.workingDirectory()).normalize();
        if (!Files.isDirectory(folder)) {
            throw notFound("working directory", parameters.workingDirectory(), "workingDirectory", folder, List.of());
        }
        return folder;
    }

    private String checked(Kind kind, String value, Path workingDirectory) {
        return switch (kind) {
            case PYTHON_FILE -> existing(value, "Python file", "pythonFile", ".py", workingDirectory);
            case WORKSPACE -> existing(value, "workspace file", "workspace", ".yaml", workingDirectory);
            case MODULE_NAME -> importable(value, "module", "moduleName", workingDirectory);
            case PACKAGE_NAME -> importable(value, "package", "packageName", workingDirectory);
            case AUTOLOAD_DEFS_MODULE_NAME -> importable(value, "module", "autoloadDefsModuleName", workingDirectory);
            case PYPROJECT -> throw new IllegalArgumentException("pyproject.toml is found, never named");
        };
    }

    private String existing(String value, String subject, String parameter, String suffix, Path workingDirectory) {
        Path file = project.directory().resolve(value).normalize();
        if (!Files.isRegularFile(file) && Files.isRegularFile(workingDirectory.resolve(value))) {
            file = workingDirectory.resolve(value).normalize();
        }
        if (!Files.isRegularFile(file)) {
            throw notFound(subject, value, parameter, file, filesNear(file, suffix));
        }
        return file.toString();
    }

    /**
     * Refuses a module of the project that is not there. A module whose first name the project does not know may be
     * installed in the environment: Python will tell.
     */
    private String importable(String value, String subject, String parameter, Path workingDirectory) {
        if (!value.matches("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*")) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "'" + value + "' is not the name of a Python " + subject,
                    subject,
                    value,
                    parameter,
                    List.of(),
                    "Write the name as in an import statement, as my_project.definitions; for a file use <pythonFile>"
                            + " (-Ddagster.pythonFile)."));
        }
        String[] names = value.split("\\.");
        for (Path root : Stream.concat(Stream.of(workingDirectory), project.pythonPath().stream())
                .toList()) {
            Path folder = root.resolve(names[0]);
            if (names.length == 1 || !Files.isRegularFile(folder.resolve("__init__.py"))) {
                continue;
            }
            Path path = root.resolve(String.join("/", names));
            if (!Files.isDirectory(path) && !Files.isRegularFile(Path.of(path + ".py"))) {
                throw notFound(subject, value, parameter, Path.of(path + ".py"), modulesNear(value, path));
            }
            break;
        }
        return value;
    }

    private static List<String> modulesNear(String module, Path path) {
        String prefix = module.substring(0, module.lastIndexOf('.') + 1);
        return names(path.getParent())
                .filter(name -> name.endsWith(".py") && !name.equals("__init__.py"))
                .map(name -> prefix + name.substring(0, name.length() - 3))
                .limit(LISTED_FILES)
                .toList();
    }

    /** Files of that kind where the missing one was looked for, or in the project when there is no such folder. */
    private List<String> filesNear(Path missing, String suffix) {
        Path folder = Files.isDirectory(missing.getParent()) ? missing.getParent() : project.directory();
        return names(folder)
                .filter(name -> name.endsWith(suffix))
                .map(name -> displayed(folder.resolve(name)))
                .limit(LISTED_FILES)
                .toList();
    }

    private String displayed(Path file) {
        return file.startsWith(project.directory())
                ? project.directory().relativize(file).toString()
                : file.toString();
    }

    private static Stream<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        } catch (IOException e) {
            // Only suggestions are lost.
            return Stream.empty();
        }
    }

    private static PipelineException notFound(
            String subject, String value, String parameter, Path looked, List<String> choices) {
        return new PipelineException(Problem.ofValue(
                "unknown_name",
                "The " + subject + " '" + value + "' does not exist (looked for " + looked + ")",
                subject,
                value,
                parameter,
                choices,
                "Correct <" + parameter + "> (-Ddagster." + parameter + ")."));
    }

    private static PipelineException mixed(Map<Kind, List<String>> given) {
        String listed = given.entrySet().stream()
                .map(entry -> "<" + parameter(entry.getKey()) + "> = " + String.join(",", entry.getValue()))
                .collect(Collectors.joining(", "));
        String options = given.keySet().stream()
                .map(kind -> "-Ddagster." + parameter(kind))
                .collect(Collectors.joining(" or "));
        return new PipelineException(Problem.of(
                "invalid_parameter",
                "Definitions are named in more than one way: " + listed,
                "Give only one kind: " + options + "; for several kinds at once write a workspace.yaml."));
    }

    private static String parameter(Kind kind) {
        return switch (kind) {
            case PYTHON_FILE -> "pythonFile";
            case MODULE_NAME -> "moduleName";
            case PACKAGE_NAME -> "packageName";
            case AUTOLOAD_DEFS_MODULE_NAME -> "autoloadDefsModuleName";
            case WORKSPACE, PYPROJECT -> "workspace";
        };
    }
}
