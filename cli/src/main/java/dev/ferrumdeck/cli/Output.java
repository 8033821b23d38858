package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.contracts.Visible;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/** Writes data in the chosen format. A table shows chosen columns; the other formats everything. */
final class Output {
    private static final YAMLMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().stringQuotingChecker(new QuoteNames()).build())
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
            .build();
    private static final String GAP = "  ";

    private final Format format;
    private final PrintWriter out;

    Output(Format format, PrintWriter out) {
        this.format = format;
        this.out = out;
    }

    /** Writes a list. */
    void list(List<JsonNode> rows, Column... columns) {
        switch (format) {
            case TABLE -> table(rows, columns);
            case JSON -> out.println(Json.pretty(Json.mapper().createArrayNode().addAll(rows)));
            case YAML -> out.print(yaml(rows));
            case NDJSON -> rows.forEach(row -> out.println(row.toString()));
        }
        out.flush();
    }

    /** Writes one thing; in a table one line per column. */
    void one(JsonNode value, Column... columns) {
        switch (format) {
            case TABLE -> lines(value, columns);
            case JSON -> out.println(Json.pretty(value));
            case YAML -> out.print(yaml(value));
            case NDJSON -> out.println(value.toString());
        }
        out.flush();
    }

    private static String yaml(Object value) {
        return Visible.yaml(YAML.writeValueAsString(value));
    }

    /** A code such as {@code \\u202e} is a character in quotes only; values have quotes in any case. */
    private static final class QuoteNames extends StringQuotingChecker.Default {
        @Override
        public boolean needToQuoteName(String name) {
            return super.needToQuoteName(name) || !Visible.line(name).equals(name);
        }
    }

    private void table(List<JsonNode> rows, Column... columns) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(columns).stream().map(Column::title).toList());
        rows.forEach(row -> lines.add(
                List.of(columns).stream().map(it -> it.cell().apply(row)).toList()));
        int[] widths = new int[columns.length];
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        });
        lines.forEach(line -> out.println(pad(line, widths)));
    }

    private static String pad(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = line.get(i);
            text.append(i == 0 ? "" : GAP).append(cell).append(" ".repeat(widths[i] - width(cell)));
        }
        return text.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private void lines(JsonNode value, Column... columns) {
        int width = List.of(columns).stream()
                .mapToInt(it -> it.title().length())
                .max()
                .orElse(0);
        for (Column column : columns) {
            String title = column.title();
            out.println(title
                    + " ".repeat(width - title.length())
                    + GAP
                    + column.cell().apply(value));
        }
    }
}
