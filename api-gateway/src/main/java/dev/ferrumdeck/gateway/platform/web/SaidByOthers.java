package dev.ferrumdeck.gateway.platform.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A body that says what tools and models said: {@link ValueDoor} lets it pass, and who takes it makes it safe. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface SaidByOthers {}
