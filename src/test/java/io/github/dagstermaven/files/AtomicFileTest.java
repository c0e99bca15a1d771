package io.github.dagstermaven.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void theFoldersAboveAreMadeAndWhatWasThereIsReplaced() throws IOException {
        Path file = folder.resolve("a/b/file.txt");
        AtomicFile.write(file, "first");
        AtomicFile.writeText(file, writer -> writer.append("sec").append("ond é"));
        assertThat(file).hasContent("second é");
        assertThat(file.getParent()).isDirectoryContaining("glob:**file.txt");
        assertThat(Files.list(file.getParent())).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenInFullChangesNothing() throws IOException {
        Path file = folder.resolve("file.bin");
        AtomicFile.writeContent(file, out -> out.write(1));
        assertThatThrownBy(() -> AtomicFile.writeContent(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void textThatIsNoUnicodeIsRefused() {
        Path file = folder.resolve("file.txt");
        assertThatThrownBy(() -> AtomicFile.write(file, "half a pair: \uD83D")).isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
