package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.dag.PriceSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** The price table that comes with this version, and the file of the operator above it. Thread-safe. */
@Component
class Prices {
    private final PriceTable table;

    Prices(RegistryProperties properties) {
        PriceTable own = builtIn();
        Path file = properties.pricesFile();
        this.table = file == null || file.toString().isEmpty() ? own : merge(own, read(file));
    }

    Optional<PriceSpec> of(String provider, String model) {
        return Optional.ofNullable(table.models().get(provider + "/" + model));
    }

    PriceTable table() {
        return table;
    }

    private static PriceTable builtIn() {
        try (InputStream stream = new ClassPathResource("model-prices.json").getInputStream()) {
            return Json.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8), PriceTable.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PriceTable read(Path file) {
        try {
            return Json.read(Files.readString(file), PriceTable.class);
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException("FERRUMDECK_PRICES_FILE cannot be read as a price table: " + file, e);
        }
    }

    private static PriceTable merge(PriceTable below, PriceTable above) {
        Map<String, PriceSpec> models = new TreeMap<>(below.models());
        models.putAll(above.models());
        return new PriceTable(
                below.source() + " + " + above.source(), below.sourceVersion() + " + " + above.sourceVersion(), models);
    }
}
