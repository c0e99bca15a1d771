package io.github.dagstermaven.browser;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A page of a browser, used as a person would: by its keyboard, by clicks, and by what is to be seen. */
public final class BrowserPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Gson GSON = new Gson();

    private record Key(int code, String text) {}

    private static final Map<String, Key> KEYS = Map.of(
            "Enter", new Key(13, "\r"),
            "Escape", new Key(27, null),
            "Tab", new Key(9, null),
            "End", new Key(35, null),
            "Home", new Key(36, null),
            "ArrowLeft", new Key(37, null),
            "ArrowUp", new Key(38, null),
            "ArrowRight", new Key(39, null),
            "ArrowDown", new Key(40, null));

    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    BrowserPage(HttpClient http, URI address) {
        socket = http.newWebSocketBuilder().buildAsync(address, new Messages()).join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Opens an address and waits until it is loaded. */
    public BrowserPage open(URI address) {
        send("Page.navigate", Map.of("url", address.toString()));
        await("location.href.startsWith('" + address.getScheme() + "') && document.readyState === 'complete'");
        return this;
    }

    /** What an expression comes to; a promise is waited for. */
    public JsonElement evaluate(String expression) {
        JsonObject answer =
                send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        JsonElement value = answer.getAsJsonObject("result").get("value");
        return value == null ? JsonNull.INSTANCE : value;
    }

    /** The text that is to be seen of an element. */
    public String text(String selector) {
        return evaluate("document.querySelector(" + GSON.toJson(selector) + ").innerText")
                .getAsString();
    }

    /** The texts of all elements that are to be seen. */
    public List<String> texts(String selector) {
        return evaluate("[...document.querySelectorAll(" + GSON.toJson(selector) + ")]"
                        + ".filter((one) => one.checkVisibility()).map((one) => one.textContent)")
                .getAsJsonArray()
                .asList()
                .stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Waits until a condition holds. */
    public void await(String condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!evaluate("Boolean(" + condition + ")").getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("never: " + condition);
            }
            evaluate("new Promise((done) => setTimeout(done, 20))");
        }
    }

    /** Clicks where an element is. */
    public void click(String selector) {
        JsonObject at = evaluate("(() => { const one = document.querySelector(" + GSON.toJson(selector) + ");"
                        + " one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
                        + " return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()")
                .getAsJsonObject();
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            at.get("x").getAsDouble(),
                            "y",
                            at.get("y").getAsDouble(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** Presses a key: one that is named as in a browser's events, or a character. */
    public void press(String name) {
        Key key = KEYS.getOrDefault(name, new Key(0, name));
        send("Input.dispatchKeyEvent", pressed("keyDown", name, key));
        send("Input.dispatchKeyEvent", pressed("keyUp", name, key));
    }

    private static Map<String, Object> pressed(String type, String name, Key key) {
        boolean types = key.text() != null && type.equals("keyDown");
        return types
                ? Map.of("type", type, "key", name, "windowsVirtualKeyCode", key.code(), "text", key.text())
                : Map.of("type", type, "key", name, "windowsVirtualKeyCode", key.code());
    }

    /** Types a text where the focus is. */
    public void type(String text) {
        text.codePoints().mapToObj(Character::toString).forEach(this::press);
    }

    /** The size of the window. */
    public void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the person has told the system to prefer: {@code light} or {@code dark}. */
    public void prefers(String colours) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** Shows it as it is printed. */
    public void asPrinted() {
        send("Emulation.setEmulatedMedia", Map.of("media", "print"));
    }

    /** A picture of it. */
    public void picture(Path file) throws IOException {
        String data = send("Page.captureScreenshot", Map.of()).get("data").getAsString();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** What its console and its scripts have complained about. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** The addresses that it has asked for. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        send("Page.close", Map.of());
        socket.abort();
    }

    private JsonObject send(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        pending.put(id, answer);
        socket.sendText(GSON.toJson(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the browser does not answer " + method + ": " + e, e);
        }
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                receive(JsonParser.parseString(part.toString()).getAsJsonObject());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void receive(JsonObject message) {
            if (message.has("id")) {
                CompletableFuture<JsonObject> waiting =
                        pending.remove(message.get("id").getAsInt());
                if (message.has("error")) {
                    waiting.completeExceptionally(
                            new IOException(message.get("error").toString()));
                } else {
                    waiting.complete(message.getAsJsonObject("result"));
                }
                return;
            }
            JsonObject about = message.getAsJsonObject("params");
            switch (message.get("method").getAsString()) {
                case "Runtime.exceptionThrown" ->
                    errors.add(about.get("exceptionDetails").toString());
                case "Log.entryAdded" -> errors.add(about.get("entry").toString());
                case "Network.requestWillBeSent" ->
                    requests.add(about.getAsJsonObject("request").get("url").getAsString());
                default -> {}
            }
        }
    }
}
