package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Jsonata;
import dev.ferrumdeck.workflows.jsonata.BoundedFunction.Body;
import dev.ferrumdeck.workflows.jsonata.BoundedFunction.Guard;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The functions of JSONata, each within bounds: those that are linear in what they are given as the library has them, the
 * others in our own words. A test holds that none of the library's is missing here.
 */
final class Library {
    private static final Map<String, BoundedFunction> FUNCTIONS = new LinkedHashMap<>();

    static {
        numbers();
        texts();
        lists();
        times();
        JsonataSource.REFUSED.forEach(name -> own(name, "<x?x?x?:x>", "toBoolean", arguments -> {
            throw new IllegalArgumentException("$" + name + " is not available");
        }));
    }

    private Library() {}

    /** Puts the functions in place of the library's. */
    static void bind(Jsonata jsonata) {
        FUNCTIONS.forEach(jsonata::registerFunction);
    }

    private static void numbers() {
        linear("sum", "<a<n>:n>");
        linear("count", "<a:n>");
        linear("max", "<a<n>:n>");
        linear("min", "<a<n>:n>");
        linear("average", "<a<n>:n>");
        linear("number", "<(nsb)-:n>");
        linear("floor", "<n-:n>");
        linear("ceil", "<n-:n>");
        guarded("round", "<n-n?:n>", "round", Guards::precision);
        linear("abs", "<n-:n>");
        linear("sqrt", "<n-:n>");
        linear("power", "<n-n:n>");
        linear("boolean", "<x-:b>", "toBoolean");
        linear("not", "<x-:b>");
        guarded("formatNumber", "<n-so?:s>", "formatNumber", Guards::picture);
        linear("formatBase", "<n-n?:s>");
        guarded("formatInteger", "<n-s:s>", "formatInteger", Guards::integerPicture);
        guarded("parseInteger", "<s-s:n>", "parseInteger", Guards::picture);
    }

    private static void texts() {
        linear("string", "<x-b?:s>");
        linear("substring", "<s-nn?:s>");
        linear("substringBefore", "<s-s:s>");
        linear("substringAfter", "<s-s:s>");
        linear("lowercase", "<s-:s>");
        linear("uppercase", "<s-:s>");
        linear("length", "<s-:n>");
        linear("trim", "<s-:s>");
        own("pad", "<s-ns?:s>", "pad", Texts::pad);
        own("join", "<a<s>s?:s>", "join", Texts::join);
        own("match", "<s-f<s:o>n?:a<o>>", "match", Patterns::match);
        own("contains", "<s-(sf):b>", "contains", Patterns::contains);
        own("replace", "<s-(sf)(sf)n?:s>", "replace", Replacing::replace);
        own("split", "<s-(sf)n?:a<s>>", "split", Patterns::split);
        linear("base64encode", "<s-:s>");
        linear("base64decode", "<s-:s>");
        linear("encodeUrlComponent", "<s-:s>");
        linear("encodeUrl", "<s-:s>");
        linear("decodeUrlComponent", "<s-:s>");
        linear("decodeUrl", "<s-:s>");
    }

    private static void lists() {
        linear("map", "<af>");
        guarded("zip", "<a+>", "zip", Guards::zip);
        linear("filter", "<af>");
        linear("single", "<af?>");
        linear("reduce", "<afj?:j>", "foldLeft");
        linear("sift", "<o-f?:o>");
        linear("keys", "<x-:a<s>>");
        linear("lookup", "<x-s:x>");
        linear("append", "<xx:a>");
        linear("exists", "<x:b>");
        own("spread", "<x-:a<o>>", "spread", Texts::spread);
        linear("merge", "<a<o>:o>");
        linear("reverse", "<a:a>");
        linear("each", "<o-f:a>");
        linear("error", "<s?:x>");
        linear("assert", "<bs?:x>", "assertFn");
        linear("type", "<x:s>");
        linear("sort", "<af?:a>");
        linear("distinct", "<x:x>");
        linear("clone", "<(oa)-:o>", "functionClone");
    }

    private static void times() {
        guarded("toMillis", "<s-s?:n>", "dateTimeToMillis", Guards::timeText);
        guarded("fromMillis", "<n-s?s?:s>", "dateTimeFromMillis", Guards::time);
    }

    private static void linear(String name, String signature) {
        linear(name, signature, name);
    }

    private static void linear(String name, String signature, String method) {
        guarded(name, signature, method, Guard.NONE);
    }

    private static void guarded(String name, String signature, String method, Guard guard) {
        FUNCTIONS.put(name, new BoundedFunction(name, signature, method, guard, null));
    }

    private static void own(String name, String signature, String method, Body body) {
        FUNCTIONS.put(name, new BoundedFunction(name, signature, method, Guard.NONE, body));
    }
}
