package io.github.dagstermaven.scaffold;

import java.util.Set;
import java.util.stream.Collectors;

/** The modules of Python's standard library, which a project's folder on Python's path would hide. */
final class StandardLibrary {
    private static final Set<String> MODULES =
            Resource.lines("standard_library.txt").stream().collect(Collectors.toUnmodifiableSet());

    private StandardLibrary() {}

    /** Whether some version of Python that is supported has a module of that name. */
    static boolean has(String name) {
        return MODULES.contains(name);
    }
}
