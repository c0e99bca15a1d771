package io.github.dagstermaven.environment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A stream from the network that fails when nothing comes for some time: a request's own timeout ends with its headers. */
final class UnstalledStream extends FilterInputStream {
    private final Duration limit;
    private final Executor later;
    private volatile boolean stalled;

    UnstalledStream(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
        this.later = CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        // Closing it is what wakes a reader that waits.
        CompletableFuture<Void> watch = CompletableFuture.runAsync(this::giveUp, later);
        int read;
        try {
            read = super.read(bytes, offset, length);
        } catch (IOException e) {
            throw stalled ? stall(e) : e;
        } finally {
            watch.cancel(false);
        }
        if (stalled) {
            throw stall(null);
        }
        return read;
    }

    private void giveUp() {
        stalled = true;
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IOException stall(IOException cause) {
        return new IOException("nothing came for " + limit.toSeconds() + " seconds", cause);
    }
}
