package io.github.dagstermaven.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a pipe to its end in a thread of its own and hands over line by line: invalid UTF-8 replaced, very long lines
 * split, a last line without an end kept. Never stops reading before the end, since a full pipe would block the child.
 */
final class LineDrain implements Runnable {
    private final InputStream pipe;
    private final int maximumLength;
    private final OutputLines lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int sizeBefore;

    LineDrain(InputStream pipe, int maximumLength, OutputLines lines) {
        this.pipe = pipe;
        this.maximumLength = maximumLength;
        this.lines = lines;
    }

    Thread start(String name) {
        Thread thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = pipe.read(buffer); count >= 0; count = pipe.read(buffer)) {
                split(buffer, count);
            }
        } catch (IOException e) {
            // The pipe was closed under us while the process was ended: the same as its end.
        } finally {
            handOverPartial();
            lines.end();
        }
    }

    /** Hands over what has been read of a line that has no end yet. */
    synchronized void handOverPartial() {
        if (line.size() > 0) {
            handOver();
        }
    }

    /** Hands over what has been read of a line that has no end yet, if it was all there at the last call. */
    synchronized void handOverIdle() {
        if (line.size() > 0 && line.size() == sizeBefore) {
            handOver();
        }
        sizeBefore = line.size();
    }

    private synchronized void split(byte[] buffer, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                line.write(buffer, start, i - start);
                handOver();
                start = i + 1;
            } else if (line.size() + i - start >= maximumLength && (buffer[i] & 0xC0) != 0x80) {
                // Only before the first byte of a character, so that splitting never damages one.
                line.write(buffer, start, i - start);
                lines.part(taken());
                start = i;
            }
        }
        line.write(buffer, start, count - start);
    }

    private String taken() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
    }

    private void handOver() {
        String text = taken();
        lines.line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
