package dev.ferrumdeck.gateway.platform.health;

/** The version of this build, out of the manifest of its jar. */
public final class Version {
    private Version() {}

    /** Such as {@code 0.1.0}; {@code dev} when it does not run from a jar. */
    public static String get() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
