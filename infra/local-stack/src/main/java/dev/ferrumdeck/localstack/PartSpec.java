package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** How one part of the stack is started, asked for its health, and stopped. */
interface PartSpec {

    /** The short name, also of its log: {@code postgres}, {@code gateway}, ... */
    String name();

    /** What a person reads, for instance {@code PostgreSQL}. */
    String title();

    /** The version of the running server, asked once it is ready; empty when the title says enough. */
    default String version() {
        return "";
    }

    /** Host and port, or what stands in their place. */
    String address();

    /** The port in the address; 0 when it has none. */
    default int port() {
        String digits = address().replaceFirst("^.*:(?=[0-9]+$)", "");
        return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    }

    /** The command for one more start; the files it needs are made here. */
    ProcessBuilder command() throws IOException;

    /** One look at its health, within a second. */
    boolean ready();

    /** What to do when it does not come up. */
    String remedy();

    /** Where its HTTP interface is, if it has one. */
    default Optional<String> url() {
        return Optional.empty();
    }

    /** How long it may take to become ready. */
    default Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** The signal that asks it to end. */
    default String stopSignal() {
        return "TERM";
    }

    /** How long it may take to end by itself. */
    default Duration grace() {
        return Duration.ofSeconds(10);
    }

    /** Called after each end of its process, with its exit code. */
    default void ended(int exitCode) {}
}
