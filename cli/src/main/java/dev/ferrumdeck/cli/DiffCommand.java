package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code diff}: what applying the files would change, place by place. */
@Command(name = "diff", description = "What apply would change; exit code 1 when there is something")
final class DiffCommand extends Noun implements Callable<Integer> {
    private static final Column[] ROW = {
        Column.at("KIND", "/kind"),
        Column.at("NAME", "/name"),
        Column.at("CHANGE", "/change"),
        Column.at("AT", "/at"),
        Column.brief("NOW", "/now"),
        Column.brief("THEN", "/then")
    };

    @Mixin
    private InputFiles files = new InputFiles();

    @Override
    public Integer call() {
        List<JsonNode> rows = new ArrayList<>();
        for (Applier.Change change : new Applier(client()).compare(files.documents(), null)) {
            rows(change, rows);
        }
        output().list(rows, ROW);
        return rows.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void rows(Applier.Change change, List<JsonNode> rows) {
        if (change.change().equals("updated")) {
            differences("", change.before(), change.after(), (at, now, then) -> {
                ObjectNode row = row(change).put("at", at.isEmpty() ? "/" : at);
                row.set("now", now);
                row.set("then", then);
                rows.add(row);
            });
        } else if (!change.change().equals("unchanged")) {
            rows.add(row(change));
        }
    }

    private static ObjectNode row(Applier.Change change) {
        return Json.object()
                .put("kind", change.kind().word())
                .put("name", change.name())
                .put("change", change.change());
    }

    /** Hears of each place that differs. */
    private interface Place {
        void differs(String pointer, JsonNode now, JsonNode then);
    }

    private static void differences(String at, JsonNode now, JsonNode then, Place place) {
        if (now.equals(then)) {
            return;
        }
        if (now.isObject() && then.isObject()) {
            Set<String> names = new TreeSet<>(now.propertyNames());
            names.addAll(then.propertyNames());
            names.forEach(name -> differences(at + "/" + name, now.path(name), then.path(name), place));
        } else if (now.isArray() && then.isArray()) {
            for (int i = 0; i < Math.max(now.size(), then.size()); i++) {
                differences(at + "/" + i, now.path(i), then.path(i), place);
            }
        } else {
            place.differs(
                    at,
                    now.isMissingNode() ? Json.mapper().nullNode() : now,
                    then.isMissingNode() ? Json.mapper().nullNode() : then);
        }
    }
}
