/** What importing a module costs: `import-probe.mjs [module]`. Without a module, it is the empty program. */
const [module] = process.argv.slice(2);
if (module !== undefined) await import(module);
const { user, system } = process.cpuUsage();
process.send?.({ value: (user + system) / 1000 }, () => process.exit());
