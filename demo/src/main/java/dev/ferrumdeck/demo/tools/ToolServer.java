package dev.ferrumdeck.demo.tools;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * One of the demonstration's MCP servers, over stdio: {@code ToolServer NAME HOME [SLOW_REFUND_MS]}. Lives as long as its
 * standard input.
 */
public final class ToolServer {
    /** The servers that there are. */
    public static final List<String> NAMES = List.of("orders", "payments", "shell", "files", "reports");

    private ToolServer() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        if (args.length < 2) {
            System.err.println("usage: ToolServer " + String.join("|", NAMES) + " HOME [SLOW_REFUND_MS]");
            System.exit(2);
        }
        Path home = Files.createDirectories(Path.of(args[1]));
        WitnessLog witness = witness(home);
        long slowMillis = args.length > 2 ? Long.parseLong(args[2]) : 0;
        List<SyncToolSpecification> tools = tools(args[0], home, witness, slowMillis).stream()
                .map(it -> it.specification(witness))
                .toList();
        CountDownLatch ended = new CountDownLatch(1);
        InputStream in = new UntilItEnds(System.in, ended);
        var transport = new StdioServerTransportProvider(McpJsonDefaults.getMapper(), in, System.out);
        var server = McpServer.sync(transport)
                .serverInfo("ferrumdeck-demo-" + args[0], "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(tools)
                .build();
        ended.await();
        server.close();
        System.exit(0);
    }

    /** The witness log of the servers with this home. */
    public static WitnessLog witness(Path home) {
        return new WitnessLog(home.resolve("witness.jsonl"));
    }

    /** The refunds made by the servers with this home. */
    public static RefundLedger ledger(Path home) {
        return new RefundLedger(home.resolve("refunds.jsonl"));
    }

    /** The file that names the folder that the files server may read. */
    public static Path chosenFolder(Path home) {
        return home.resolve("folder.txt");
    }

    static List<Tool> tools(String server, Path home, WitnessLog witness, long slowMillis) {
        return switch (server) {
            case "orders" -> OrderTools.tools();
            case "payments" -> new PaymentTools(ledger(home), witness, slowMillis).tools();
            case "shell" -> ShellTools.tools();
            case "files" -> new FileTools(() -> folder(home)).tools();
            case "reports" -> new ReportTools(home, witness).tools();
            default -> throw new IllegalArgumentException("there is no server " + server + "; known are " + NAMES);
        };
    }

    private static Path folder(Path home) {
        try {
            return Path.of(Files.readString(chosenFolder(home)).strip())
                    .toAbsolutePath()
                    .normalize();
        } catch (IOException e) {
            throw new UncheckedIOException("no folder was chosen: write its path to " + chosenFolder(home), e);
        }
    }

    /** Tells when there is no more to come. */
    private static final class UntilItEnds extends FilterInputStream {
        private final CountDownLatch ended;

        UntilItEnds(InputStream in, CountDownLatch ended) {
            super(in);
            this.ended = ended;
        }

        @Override
        public int read() throws IOException {
            return seen(super.read());
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return seen(super.read(bytes, from, length));
        }

        private int seen(int read) {
            if (read < 0) {
                ended.countDown();
            }
            return read;
        }
    }
}
